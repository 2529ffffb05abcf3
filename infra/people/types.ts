// A person who is to come into a realm, and what stands in the way.

/** Values by the name of the attribute, `username`, `email`, `firstName` and `lastName` among them. */
export type Person = ReadonlyMap<string, readonly string[]>;

/**
 * What comes of a problem. `refused`: Keycloak does not make the person. `login-stops`: it does, and asks
 * for what is missing at the login. `helpdesk`: the helpdesk's own text asks for it.
 */
export type Effect = "refused" | "login-stops" | "helpdesk";

/** Stable names of the problems. They are public API: scripts match on them. */
export type ProblemCode =
  | "missing"
  | "length"
  | "characters"
  | "mixed-script"
  | "email-format"
  | "email-not-ascii"
  | "pattern"
  | "option"
  | "number"
  | "date"
  | "several-values"
  | "username-taken"
  | "email-taken";

/** What is wrong with one value. */
export interface Problem {
  readonly code: ProblemCode;
  /** Goes on after the attribute's name: `holds !`. */
  readonly detail: string;
  /** What to write instead, as an imperative. */
  readonly fix: string;
}

export interface PersonFinding extends Problem {
  readonly effect: Effect;
  readonly attribute: string;
  /** The value in question; empty where there is none. */
  readonly value: string;
}

/** What the helpdesk itself knows of people, beyond what the model says. */
export interface HelpdeskPeople {
  /** The helpdesk's own names of columns, to names of attributes. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns of its tables that are nobody's attribute. */
  readonly otherColumns: readonly string[];
  /** Attributes that the helpdesk's text calls required. */
  readonly required: readonly string[];
  /** The helpdesk's name, for messages. */
  readonly name: string;
}
