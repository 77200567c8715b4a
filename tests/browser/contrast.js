// Texts whose contrast to their background is under 4.5 (3 for large ones), with the ratio.
() => {
  const parse = (color) => {
    const parts = color.match(/[\d.]+/g).map(Number);
    if (color.startsWith("color(srgb")) return [...parts.slice(0, 3).map((x) => 255 * x), parts[3] ?? 1];
    return [...parts.slice(0, 3), parts[3] ?? 1];
  };
  const over = (top, bottom) => [0, 1, 2].map((i) => top[i] * top[3] + bottom[i] * (1 - top[3]));
  const luminance = (color) => {
    const [r, g, b] = color.map((x) => x / 255).map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    if (!element) return [255, 255, 255];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, background(element.parentElement));
  };
  const faint = [];
  for (const element of document.querySelectorAll(".gradio-container *")) {
    const texts = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!texts || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (element.closest(".sr-only")) continue;
    const style = getComputedStyle(element);
    const behind = background(element);
    const [high, low] = [luminance(over(parse(style.color), behind)), luminance(behind)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push([ratio.toFixed(2), element.tagName, element.className, element.textContent.slice(0, 40)].join(" "));
  }
  return faint.slice(0, 10);
}
