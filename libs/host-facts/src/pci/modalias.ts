/** What a device is, by the alias that its driver is found by. */
export interface AliasOfPci {
  /** Four hexadecimal digits, lower case. */
  readonly vendorId: string;
  readonly productId: string;
  /** Six: base class, sub-class, programming interface. */
  readonly pciClass: string;
}

const ALIAS =
  /^pci:v0000([0-9a-f]{4})d0000([0-9a-f]{4})sv[0-9a-f]{8}sd[0-9a-f]{8}bc([0-9a-f]{2})sc([0-9a-f]{2})i([0-9a-f]{2})/i;

/** Reads `pci:v00008086d00001521sv…bc02sc00i00` (drivers/pci/pci-sysfs.c `modalias_show`). Null for what is none. */
export function aliasOfPci(modalias: string): AliasOfPci | null {
  const match = ALIAS.exec(modalias);
  if (match === null) return null;
  const [, vendorId = '', productId = '', ...classes] = match.map((part) => part.toLowerCase());
  return { vendorId, productId, pciClass: classes.join('') };
}
