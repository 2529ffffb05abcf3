// The texts that rules stand on.

/** A place in somebody else's text. */
export interface Reference {
  readonly text: string;
  readonly url: string;
}

const rfc =
  (number: number, title: string) =>
  (section: string): Reference => ({
    text: `RFC ${number} (${title}), section ${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
  });

/** OAuth 2.0 as it was first written. */
export const rfc6749 = rfc(6749, "OAuth 2.0");
export const rfc8252 = rfc(8252, "OAuth 2.0 for Native Apps");
export const rfc8628 = rfc(8628, "OAuth 2.0 Device Authorization Grant");
/** What OAuth's authors recommend today. */
export const rfc9700 = rfc(9700, "OAuth 2.0 Security Best Current Practice");

/** A chapter of Keycloak's Server Administration Guide, by its heading. */
export const adminGuide = (chapter: string): Reference => ({
  text: `Keycloak, Server Administration Guide, "${chapter}"`,
  url: "https://www.keycloak.org/docs/latest/server_admin/",
});

/** A section of the guide's chapter on threats. */
export const threat = (section: string): Reference => adminGuide(`Mitigating security threats: ${section}`);

export const keycloakHostname: Reference = {
  text: 'Keycloak, guide "Configuring the hostname"',
  url: "https://www.keycloak.org/server/hostname",
};

export const logoutSpecification: Reference = {
  text: "OpenID Connect RP-Initiated Logout 1.0, section 3",
  url: "https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RedirectionAfterLogout",
};

export const nistPasswords: Reference = {
  text: "NIST SP 800-63B-4, section 3.1.1 (Passwords)",
  url: "https://pages.nist.gov/800-63-4/sp800-63b.html",
};

export const nistSessions: Reference = {
  text: "NIST SP 800-63B-4, section 2 (Authentication Assurance Levels)",
  url: "https://pages.nist.gov/800-63-4/sp800-63b.html",
};

export const owaspHashing: Reference = {
  text: "OWASP Password Storage Cheat Sheet",
  url: "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
};

export const owaspReset: Reference = {
  text: "OWASP Forgot Password Cheat Sheet",
  url: "https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html",
};

/** The vendor's tutorial for OTRS, by its heading. */
export const otrsTutorial = (heading: string): Reference => ({
  text: `OTRS, tutorial "Keycloak", "${heading}"`,
  url: "https://academy.otrs.com/doc/admin/tutorials/identity-and-access-management/",
});
