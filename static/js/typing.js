// What takes letters and digits itself, so that a key pressed there is no command of the page.

const FIELDS = 'select, textarea, input:not([type="radio"], [type="checkbox"]), [contenteditable]';

export const isTypedInto = (target) => Boolean(target.matches?.(FIELDS)); // the document itself has no `matches`
