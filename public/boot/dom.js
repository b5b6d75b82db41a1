// Elements that scripts add to pages.

/** @type {Shared["element"]} */
export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

/** @type {Shared["button"]} */
export const button = (label, click, kind = "main") => element("button", { type: "button", class: kind, click }, label);

/** A text of the catalogue with values in the places of `{0}`, `{1}`. @type {Shared["format"]} */
export const format = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);

/** The style sheet of what a script adds comes with that script, so that no page loads it before. @type {Shared["addStyle"]} */
export const addStyle = (text) => {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  } catch {
    // A browser without such sheets shows unstyled elements.
  }
};
