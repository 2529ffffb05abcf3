// What several helpdesks are to have entered, as one rendering.

import type { Product } from "../model/types.ts";
import { LAYOUTS } from "../spec/layout.ts";
import { codeSpan } from "./markdown.ts";
import type { Rendering } from "./types.ts";

/** A helpdesk as sentences begin with it. */
export interface Named {
  readonly key: string;
  readonly product: Product;
}

/** ``OTOBO `desk`: TEXT``. */
export const aboutOne = ({ key, product }: Named, text: string): string =>
  `${LAYOUTS[product].name} ${codeSpan(key)}: ${text}`;

/** Each helpdesk's files in a folder of its key, and its name before each step and notice. */
export function renderingOfSeveral(all: readonly (Named & Rendering)[]): Rendering {
  return {
    files: all.flatMap(({ key, files }) => files.map((file) => ({ ...file, name: `${key}/${file.name}` }))),
    steps: all.flatMap((one) => one.steps.map((step) => aboutOne(one, step))),
    notices: all.flatMap((one) => one.notices.map((notice) => aboutOne(one, notice))),
  };
}
