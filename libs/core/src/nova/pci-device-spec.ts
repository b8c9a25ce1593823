/**
 * One entry of Nova's `[pci]device_spec` (`nova/pci/devspec.py`): which devices Nova may give out, and as what. What is
 * null matches everything.
 */
export interface PciDeviceSpec {
  readonly vendorId: string | null;
  readonly productId: string | null;
  /** Null: any address. Patterns are sources of regular expressions or globs, already made into regular expressions. */
  readonly address: null | {
    readonly domain: string | null;
    readonly bus: string | null;
    readonly slot: string | null;
    readonly function: string | null;
  };
  /** Interface of a PF; matches the PF and its VFs. */
  readonly devname: string | null;
  /** Undefined: no tag. Null: the tag `null`, a tunnelled network over hardware offload. */
  readonly physicalNetwork?: string | null;
  readonly isTrusted: boolean;
  readonly isRemoteManaged: boolean;
  readonly isOneTimeUse: boolean;
  /** Undefined: Nova's default, by the driver. */
  readonly isManaged?: boolean;
  /** `live_migratable`; undefined: not said. */
  readonly isLiveMigratable?: boolean;
}
