// The products, and the one way from a spec to what it means.

import type { SeveralSpec, Spec } from "../spec/schema.ts";
import { expandDeskpro } from "./deskpro.ts";
import { expandEspocrm } from "./espocrm.ts";
import { expandOsticket } from "./osticket.ts";
import { expandOtobo } from "./otobo.ts";
import { expandOtrs } from "./otrs.ts";
import { expandSeveral } from "./several.ts";
import type { Expansion } from "./types.ts";

const PRODUCTS: Readonly<Record<Spec["helpdesk"], (spec: Spec) => Expansion>> = {
  otrs: expandOtrs,
  otobo: expandOtobo,
  osticket: expandOsticket,
  deskpro: expandDeskpro,
  espocrm: expandEspocrm,
};

const expandOne = (spec: Spec): Expansion => PRODUCTS[spec.helpdesk](spec);

/** The explicit model of a spec, with the origin of every value. */
export const expandSpec = (spec: Spec | SeveralSpec): Expansion =>
  "helpdesks" in spec ? expandSeveral(spec, expandOne) : expandOne(spec);
