/**
 * Where a device sits, as an entry of `[pci]device_spec` says it; null matches everything. A `glob` has digits as sysfs
 * writes them (`0a`); a `regex` has sources of regular expressions, which match from the start on and need not reach the
 * end (`re.match` of Python).
 */
export interface PciAddressPattern {
  readonly style: 'glob' | 'regex';
  readonly domain: string | null;
  readonly bus: string | null;
  readonly slot: string | null;
  readonly function: string | null;
}

/**
 * One entry of Nova's `[pci]device_spec` (`nova/pci/devspec.py`): which devices Nova may give out, and as what. What is
 * null matches everything.
 */
export interface PciDeviceSpec {
  /** Four hex digits, lower case. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly address: PciAddressPattern | null;
  /** Interface of a PF, which matches the PF and its VFs, or of a VF. */
  readonly devname: string | null;
  /** Left out: no tag. Null: the tag `null`, a tunnelled network over hardware offload. */
  readonly physicalNetwork?: string | null;
  readonly isTrusted: boolean;
  /** For ports of `vnic_type=remote-managed` only. */
  readonly isRemoteManaged: boolean;
  readonly isOneTimeUse: boolean;
  /** Left out: Nova's default, by the driver. */
  readonly isManaged?: boolean;
  /** `live_migratable`; left out: not said. */
  readonly isLiveMigratable?: boolean;
}
