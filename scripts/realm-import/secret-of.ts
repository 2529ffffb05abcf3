// Secrets of a model, as an import has to know them.

import type { SecretReference } from "../../infra/model/types.ts";

/** Value of a secret that the model names; undefined where no value is known. */
export type SecretOf = ((reference: SecretReference) => string) | undefined;
