// Names that break programs which take text for something else: markup, code, paths, keys of
// JavaScript's objects, other directions and shapes of writing, what looks like nothing. A list of
// our own; each is a name that somebody may type or a file may bring.
export const NAUGHTY = [
  // What JavaScript, forms and files have a meaning for.
  "__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "undefined", "null", "NaN", "true", "-0",
  "[object Object]", "0x10", "1e999", "1/0", "$&", "${7*7}", "{{7*7}}", "%00", "%s%n", "\\", "\\u0000", "C:\\con",
  "../../etc/passwd", "file:///", "javascript:alert(1)", "data:text/html,<b>x</b>",
  // Markup.
  "<b>bold</b>", "<script>document.title='run'</script>", "<img src=x onerror=\"document.title='run'\">",
  "<svg/onload=document.title='run'>", "\"><i>", "' onfocus=document.title='run' autofocus '", "<!--", "]]>", "</title></textarea>",
  "&lt;b&gt;", "&amp;amp;", "&#x202e;",
  // Formulas and commands of other programs.
  "=1+1", "=HYPERLINK(\"x\")", "+49 (0)30", "-2+3", "@SUM(A1)", "'; DROP TABLE customers; --", "`id`", "$(id)", "|cat",
  // Writing.
  "شركة المثال", "חברה לדוגמה", "شركة Acme ١٢٣", "‮evil‬ reversed", "⁦isolated⁩", "Ａｃｍｅ　株式会社", "北京示例科技有限公司", "𠮷野家", "Ω≈ç√∫", "Zoë\u0308 Grüße",
  "ﷺ ﷽", "Z̤̈ȧ̶l̷g̸o̵", "👩‍👩‍👧‍👦 Family Ltd", "🇩🇪🏳️‍🌈", "İstanbul ıI", "ß SS ẞ", "ﬁ ﬂ ligatures", "½ ⅓ ①",
  // What one cannot see.
  "zero\u200bwidth\u200djoiner", "soft\u00adhyphen", "no\u00a0break", "\ufeffmark", "end\u2060", "tag\u{e0041}s", "bell\u0007", "nul\u0000inside", "vertical\u000btab",
  // Length.
  "w".repeat(255), "long words ".repeat(23).trim(), "界".repeat(255),
];
