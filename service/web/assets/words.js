// The words of the page, as the server wrote them into it for the reader's language.

const { language, words } = JSON.parse(document.getElementById("words").textContent);

export { language };

/** The word of a name, its {details} filled in. */
export function word(name, details = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => details[key] ?? whole);
}

/** A word if there is one, else what was given. */
export function wordOr(name, otherwise) {
  return words[name] ?? otherwise;
}

const LOCALE = language === "zh" ? "zh-CN" : "en-GB";
const NUMBER = new Intl.NumberFormat(LOCALE);
const SHARE = new Intl.NumberFormat(LOCALE, { style: "percent" });
const TIME = new Intl.DateTimeFormat(LOCALE, {
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false,
});

export const number = (value) => NUMBER.format(value);
export const share = (value) => SHARE.format(value);
export const time = (value) => TIME.format(new Date(value));

/** Seconds for people. */
export function seconds(value) {
  return word("seconds", { seconds: NUMBER.format(value < 10 ? Math.round(value * 100) / 100 : Math.round(value)) });
}

/** The key of the Unicode locale in which a report's text is set. */
export const setting = (script) => (script === "hant" ? "zh-Hant" : "zh-Hans");
