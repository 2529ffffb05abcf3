// What the vendor's text leaves open, and what was chosen.

import type { RealmModel } from "../model/types.ts";
import { codeList, codeSpan } from "./markdown.ts";
import { dynamicFields } from "./otrs-customer-user.ts";
import type { OtrsKey, OtrsModel } from "./otrs-model.ts";
import { authority, gateRole, type OtrsRenderOptions, otrsClient } from "./otrs-settings.ts";
import { postLogoutUrl } from "./post-logout-url.ts";
import type { RenderFacts } from "./types.ts";

/** One sentence each; they hold no secret. */
export function otrsNotices(model: OtrsModel, facts: RenderFacts, options: OtrsRenderOptions): string[] {
  const { agents, customers } = model.realms;
  return [
    "`CustomerID` is written as `customerid`, the attribute that the Map gives to `UserCustomerID` and whose " +
      "value must equal OTRS's; the vendor's sample says `email` there, which would tie tickets to addresses.",
    "`CustomerUserPostMasterSearchFields` is `customerid` as in the vendor's sample, though it seems to be meant " +
      "for the sender's address of incoming mail (inferred): if such mail finds no customer, try `email`.",
    "`PostLogoutRedirectURL` is where people go after logging out, by its name; the vendor's table of variables " +
      "says 'after successful login'.",
    "The vendor's text has lost the names of its environment variables, so `environment.md` goes by purpose.",
    "`--backend-authority` of the migration commands is written as a URL, as `BackendAuthority` is; the vendor " +
      "says only 'Keycloak host'.",
    ...realmNotices("agents", model, facts, options),
    ...realmNotices("customers", model, facts, options),
    ...syncMapNotice(agents),
    ...dynamicFieldNotice(customers),
  ];
}

function realmNotices(
  key: OtrsKey,
  model: OtrsModel,
  facts: RenderFacts,
  options: OtrsRenderOptions,
): string[] {
  const realm = model.realms[key];
  const app = otrsClient(realm, "app");
  const place = `client ${codeSpan(app.clientId)} of realm ${codeSpan(realm.realm)}`;
  const logout = postLogoutUrl(model.url, app);
  const elsewhere = facts.backendUrl !== null && facts.backendUrl !== authority(realm, facts);
  const notices: string[] = [];
  if (app.access === "confidential") {
    notices.push(
      `The ${place} is confidential, but OTRS's configuration has no key for its secret, so OTRS cannot send it.`,
    );
  }
  if (gateRole(model, key, options) === null) {
    notices.push(`The ${place} has no role, so every person of the realm may log in to OTRS.`);
  }
  if (!logout.registered) {
    notices.push(`The ${place} does not let ${codeSpan(logout.url)} through as a post-logout redirect URI.`);
  }
  if (elsewhere && realm.frontendUrl === null) {
    notices.push(
      `Realm ${codeSpan(realm.realm)} has no frontend URL: unless Keycloak's own \`hostname\` is fixed, tokens got ` +
        "over the back-end URL carry another issuer and are refused.",
    );
  }
  return notices;
}

function syncMapNotice(agents: RealmModel): string[] {
  const standard = new Set(["username", "email", "firstName", "lastName"]);
  const others = Object.keys(agents.profile.attributes).filter((attribute) => !standard.has(attribute));
  if (others.length === 0) return [];
  return [
    `The agents' ${codeList(others)} stay out of \`UserSyncMap\`: the vendor names neither a token's claim nor ` +
      "OTRS's field for them.",
  ];
}

function dynamicFieldNotice(customers: RealmModel): string[] {
  const odd = dynamicFields(customers).filter((attribute) => !/^\w+$/.test(attribute));
  if (odd.length === 0) return [];
  return [
    `${codeList(odd)}: a dynamic field's name has only letters, digits and, as in the vendor's sample, ` +
      "underscores (inferred), so OTRS may not take it.",
  ];
}
