/** Bus, slot and function of an address as the one number that PCIe routes by (PCIe 6.0, 2.2.4.2). */
export function routingId(address: string): number {
  const [bus = 0, slot = 0, fn = 0] = (/:([0-9a-f]{2}):([0-9a-f]{2})\.([0-7])$/.exec(address) ?? [])
    .slice(1)
    .map((digits) => Number.parseInt(digits, 16));
  return bus * 256 + slot * 8 + fn;
}

/** Domain and bus of an address: `0000:3b`. */
export function busOf(address: string): string {
  return address.slice(0, address.lastIndexOf(':'));
}

/** Domain of an address: `0000`. */
export function domainOf(address: string): string {
  return address.slice(0, address.indexOf(':'));
}
