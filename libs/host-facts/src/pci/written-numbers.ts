const DECIMAL = /^\d{1,15}$/;
const HEX = /^0x[0-9a-f]{1,8}$/i;
const PCI_ID = /^(?:0x)?([0-9a-f]{1,4})$/i;

/** A whole number in decimal digits; null when it is anything else. */
export function decimal(text: string | null): number | null {
  return text !== null && DECIMAL.test(text) ? Number(text) : null;
}

/** A number as C reads it: hex after `0x`, else decimal; null when it is neither. */
export function hexOrDecimal(text: string | null): number | null {
  return text !== null && HEX.test(text) ? Number.parseInt(text.slice(2), 16) : decimal(text);
}

/** A vendor or product id as documents have it, four lower-case digits, from hex digits with or without `0x`. */
export function pciId(text: string | null): string | null {
  const digits = PCI_ID.exec(text ?? '')?.[1];
  return digits === undefined ? null : digits.toLowerCase().padStart(4, '0');
}
