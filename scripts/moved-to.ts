// --moved-to URL, of the commands that may make a stack's realms anew on another Keycloak.

/** For commander's `option`. */
export const MOVED_TO_OPTION = [
  "--moved-to <url>",
  "let the stack's realms be made anew on this Keycloak, where they are not",
] as const;
