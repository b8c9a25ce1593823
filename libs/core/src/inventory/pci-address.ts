/** Where a PCI function sits: `domain:bus:slot.function`. */
export interface PciAddressParts {
  readonly domain: number;
  readonly bus: number;
  readonly slot: number;
  readonly function: number;
}

const MAX_SLOT = 0x1f;
const ADDRESS = /^([0-9a-f]{4,8}):([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/i;
const CANONICAL_DOMAIN_DIGITS = 4;

/**
 * Reads a full PCI address, `DDDD:BB:SS.F` with a domain of 4 to 8 hex digits, either case.
 * Bus and slot have two digits as in sysfs; slot is at most 1f, function at most 7 (PCI Local Bus 3.0, 3.2.2.3.1).
 * The short form `3b:00.0` is refused: which domain it means depends on the machine. Null when it is no address.
 */
export function parsePciAddress(text: string): PciAddressParts | null {
  const match = ADDRESS.exec(text);
  if (match === null) return null;
  const [, domain, bus, slot, fn] = match;
  const parts = { domain: hex(domain), bus: hex(bus), slot: hex(slot), function: hex(fn) };
  return parts.slot > MAX_SLOT ? null : parts;
}

/**
 * Writes an address the one way that documents are compared and stored in: lower case, a domain of four digits or
 * more without needless zeros (`00010000:E1:00.0` is `10000:e1:00.0`). Null when `text` is no address.
 */
export function normalisePciAddress(text: string): string | null {
  const parts = parsePciAddress(text);
  return parts === null ? null : formatPciAddress(parts);
}

/** Writes an address as the kernel does: `0000:3b:00.2`. */
export function formatPciAddress(parts: PciAddressParts): string {
  const domain = parts.domain.toString(16).padStart(CANONICAL_DOMAIN_DIGITS, '0');
  return `${domain}:${twoDigits(parts.bus)}:${twoDigits(parts.slot)}.${parts.function.toString(16)}`;
}

/**
 * Orders two normalised addresses by domain, bus, slot and function. A longer domain is a larger one,
 * and digits of equal length compare as text, so nothing is parsed.
 */
export function comparePciAddresses(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Whether Nova can offer the function at this normalised address at all: it skips domains above ffff, which are those
 * written with more than four digits (handbook 3.1, bug 1897528; Intel VMD gives `10000:e1:00.0`).
 */
export function isNovaAddressable(address: string): boolean {
  return address.indexOf(':') === CANONICAL_DOMAIN_DIGITS;
}

function hex(digits: string | undefined): number {
  return Number.parseInt(digits ?? '', 16);
}

function twoDigits(value: number): string {
  return value.toString(16).padStart(2, '0');
}
