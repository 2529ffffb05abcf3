// How far a text stands out from its ground, by WCAG 2.2, 1.4.3: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio

type Colour = readonly [red: number, green: number, blue: number];

export interface Text {
  readonly text: string;
  readonly colour: Colour;
  readonly ground: Colour;
}

/** Runs in a page: each visible text with its colour and that of the nearest ground that is not see-through. */
export const TEXTS = `
(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = parts(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return [red, green, blue];
      if (alpha !== 0) throw new Error("a ground that is half see-through");
    }
    return [255, 255, 255];
  };
  const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
  return [...document.querySelectorAll("body *")]
    .filter((one) => hasText(one) && one.checkVisibility({ contentVisibilityAuto: true }))
    .map((one) => ({
      text: one.textContent.trim().slice(0, 60),
      colour: parts(getComputedStyle(one).color).slice(0, 3),
      ground: ground(one),
    }));
})()`;

/** From 1 to 21. */
export function contrast({ colour, ground }: Text): number {
  const [darker = 0, lighter = 0] = [luminance(colour), luminance(ground)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
