// What a product has and what it does not: keys of other products, realms, addresses without TLS.

import type { Product } from "../model/types.ts";
import { INTERFACE_KEYS, LAYOUTS, PRODUCT_KEYS, type ProductKey, REALM_KEYS } from "./layout.ts";
import type { RawSpec, Report } from "./raw.ts";
import type { Path } from "./source.ts";
import { valueAt } from "./translate.ts";

/** Everything that the spec asks of its product and the product cannot give. */
export function checkProduct(spec: RawSpec, product: Product, report: Report): void {
  if (lacksTls(spec)) {
    const detail = `${LAYOUTS[product].name} logs nobody in by OpenID Connect at ${spec.url}`;
    report("product-https", ["url"], detail, `write ${spec.url?.replace(/^http:/i, "https:")}`);
  }
  checkRealms(spec, product, report);
  checkKeys(spec, product, report);
  checkInterfaceKeys(spec, product, report);
  checkRoles(spec, product, report);
}

/** Whether the product itself demands https, and the helpdesk's address has none. */
export const lacksTls = ({ helpdesk, url }: RawSpec): boolean =>
  helpdesk !== undefined && LAYOUTS[helpdesk].onlyHttps && /^http:/i.test(url ?? "");

function checkRealms(spec: RawSpec, product: Product, report: Report): void {
  const { name, realms } = LAYOUTS[product];
  for (const key of REALM_KEYS) {
    if (!Object.hasOwn(spec, key)) continue;
    if (realms[key] === undefined) {
      const detail =
        key === "people"
          ? `${name} has no single realm for everybody`
          : `${name} lets no ${key} in by Keycloak`;
      report("product-realm", [key], detail, "take the realm out", true);
    } else if (key !== "people" && Object.hasOwn(spec, "people")) {
      const detail = `${key} and people stand side by side`;
      report("product-realm", [key], detail, "write people alone, or agents and customers", true);
    } else if (key !== "people" && spec.interfaces !== undefined && !spec.interfaces.includes(key)) {
      report("product-realm", [key], `interfaces leaves ${key} out`, "take the realm out", true);
    }
  }
}

/** Where a product key stands in this spec; `REALM` is each realm's key. */
function placesOf(spec: RawSpec, key: ProductKey): Path[] {
  const parts = key.split(".");
  const paths = parts[0] === "REALM" ? REALM_KEYS.map((realm) => [realm, ...parts.slice(1)]) : [parts];
  return paths.filter((path) => valueAt(spec, path) !== undefined);
}

function checkKeys(spec: RawSpec, product: Product, report: Report): void {
  const { name, keys } = LAYOUTS[product];
  for (const key of PRODUCT_KEYS) {
    if (keys.includes(key)) continue;
    const whose = Object.values(LAYOUTS).flatMap((layout) =>
      layout.keys.includes(key) ? [layout.name] : [],
    );
    for (const path of placesOf(spec, key)) {
      const detail = `${name} has no use for ${String(path.at(-1))}; it is for ${whose.join(", ")}`;
      report("product-key", path, detail, "take it out", true);
    }
  }
}

function checkInterfaceKeys(spec: RawSpec, product: Product, report: Report): void {
  for (const [at, key] of Object.entries(INTERFACE_KEYS) as ["agents" | "customers", ProductKey][]) {
    // Where no interface is named all are meant, and another product's key is told of already.
    if (spec.interfaces?.includes(at) !== false || !LAYOUTS[product].keys.includes(key)) continue;
    for (const path of placesOf(spec, key)) {
      const detail = `${String(path.at(-1))} is of no use, since interfaces leaves ${at} out`;
      report("product-key", path, detail, `take it out, or add ${at} to interfaces`, true);
    }
  }
}

function checkRoles(spec: RawSpec, product: Product, report: Report): void {
  const { name, realms } = LAYOUTS[product];
  for (const key of REALM_KEYS) {
    if (spec[key]?.roles === undefined || realms[key] === undefined || realms[key].roles) continue;
    const detail = `${name} reads no roles of ${key}`;
    report("product-key", [key, "roles"], detail, `take them out, and give rights in ${name} itself`, true);
  }
}
