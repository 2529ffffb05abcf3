// For a difference that a product's own key says: that key, and not the setting of the realm that comes from it.

import type { PartialModel } from "../model/canonical.ts";
import type { Difference } from "../model/diff.ts";
import type { Product } from "../model/types.ts";
import type { Edit } from "./edit.ts";
import { proposeForDeskpro } from "./propose-deskpro.ts";
import { proposeForEspocrm } from "./propose-espocrm.ts";
import { proposeForOtobo } from "./propose-otobo.ts";

type Propose = (difference: Difference, live: PartialModel) => Edit | undefined;

const BY_PRODUCT: Readonly<Partial<Record<Product, Propose>>> = {
  otobo: proposeForOtobo,
  deskpro: proposeForDeskpro,
  espocrm: proposeForEspocrm,
};

/** Undefined where no key of the product says the difference. */
export function proposeConfig(difference: Difference, live: PartialModel): Edit | undefined {
  return BY_PRODUCT[live.product as Product]?.(difference, live);
}
