// What others have put into a realm is told from what is Keycloak's standard or ours, and is carried along.

import assert from "node:assert/strict";
import { test } from "node:test";
import { foreignSettings } from "../../infra/admin/foreign.ts";
import { securityDefenses } from "../../infra/components/security-defenses.ts";
import { OWNER_ATTRIBUTE, PEOPLE_ATTRIBUTE } from "../../infra/model/mark.ts";
import { sampleModel } from "../support/sample-model.ts";

/** As Keycloak 26.4.0 has them in a new realm. */
const STANDARD = {
  cibaBackchannelTokenDeliveryMode: "poll",
  cibaExpiresIn: "120",
  cibaAuthRequestedUserHint: "login_hint",
  cibaInterval: "5",
  oauth2DeviceCodeLifespan: "600",
  oauth2DevicePollingInterval: "5",
  parRequestUriLifespan: "60",
  realmReusableOtpCode: "false",
};
const HEADERS = {
  contentSecurityPolicyReportOnly: "",
  xContentTypeOptions: "nosniff",
  referrerPolicy: "no-referrer",
  xRobotsTag: "none",
  xFrameOptions: "SAMEORIGIN",
  contentSecurityPolicy: "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
  xXSSProtection: "1; mode=block",
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
};

test("a new realm's attributes, the mark, and what follows a setting of the realm are nobody's", () => {
  const own = {
    [OWNER_ATTRIBUTE]: "deskrealm/desk",
    [PEOPLE_ATTRIBUTE]: "[]",
    frontendUrl: "https://a.example",
  };
  const settings = {
    oauth2DeviceCodeLifespan: "700",
    realmReusableOtpCode: "true",
    clientSessionIdleTimeout: "900",
    clientSessionMaxLifespan: "7200",
  };
  assert.deepEqual(foreignSettings({ attributes: { ...STANDARD, ...own, ...settings } }).attributes, {});
  assert.deepEqual(foreignSettings({}), { attributes: {}, headers: {} });
});

test("another value of a standard attribute is somebody's, as is every attribute that Keycloak does not know", () => {
  const theirs = { cibaExpiresIn: "240", parRequestUriLifespan: "90", "acme.portal.key": "x" };
  assert.deepEqual(foreignSettings({ attributes: { ...STANDARD, ...theirs } }).attributes, theirs);
});

const { agents } = sampleModel().realms;
const unprotected = { ...agents, bruteForce: { ...agents.bruteForce, enabled: false } };
const defenses = (realm: typeof agents, headers: Record<string, string>) =>
  securityDefenses(realm, { attributes: {}, headers }).securityDefenses as
    | Record<string, Record<string, unknown>>
    | undefined;

test("headers as the plugin sets them, or none that are known, are left to it", () => {
  for (const headers of [HEADERS, {}]) {
    assert.deepEqual(Object.keys(defenses(agents, headers) ?? {}), ["bruteForceDetection"]);
    assert.equal(defenses(unprotected, headers), undefined);
  }
});

test("other headers are carried whole, with and without protection against guessing; one that is not there stays away", () => {
  const { xXSSProtection: _, ...rest } = HEADERS;
  const theirs = { ...rest, contentSecurityPolicy: "frame-src https://a.example" };
  const expected = { ...rest, contentSecurityPolicy: "frame-src https://a.example", xXssProtection: "" };
  assert.deepEqual(defenses(agents, theirs)?.["headers"], expected);
  assert.deepEqual(defenses(unprotected, theirs), { headers: expected });
  assert.equal(defenses(agents, rest)?.["headers"]?.["xXssProtection"], "");
});
