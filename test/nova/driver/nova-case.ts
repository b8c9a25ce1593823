/** What the driver is asked, one JSON object a line. */
export interface NovaCase {
  readonly flavor: {
    readonly vcpus: number;
    readonly ram_mib: number;
    readonly disk_gib: number;
    readonly extra_specs: Readonly<Record<string, string>>;
  };
  readonly image: Readonly<Record<string, string>>;
  /** Nova's `[pci]alias` entries. */
  readonly aliases: readonly NovaAlias[];
  readonly ports: readonly NovaPort[];
  /** Null asks only about flavor and image. */
  readonly host: NovaHost | null;
  /** Orders in which the host may have found its devices, as indexes; the claim is tried in each. */
  readonly device_orders?: readonly (readonly number[])[];
  /** Leaves out the flavor API's validators, to ask what server create makes of a value that they refuse. */
  readonly skips_validators?: boolean;
}

export interface NovaAlias {
  readonly name: string;
  readonly vendor_id?: string;
  readonly product_id?: string;
  readonly device_type?: string;
  readonly numa_policy?: string;
}

export interface NovaPort {
  readonly vnic_type: string;
  /** Null for a tunnelled network. */
  readonly physical_network: string | null;
  readonly numa_affinity_policy: string | null;
  readonly trusted?: boolean | null;
}

export interface NovaHost {
  readonly cells: readonly NovaCell[];
  readonly devices: readonly NovaDevice[];
  readonly ratios: { readonly cpu: number; readonly ram: number };
  readonly packing: boolean;
  /** What Placement has left, by resource class; null leaves Placement out. */
  readonly placement: Readonly<Record<string, number>> | null;
}

export interface NovaCell {
  readonly id: number;
  readonly socket: number | null;
  readonly shared: readonly number[];
  readonly dedicated: readonly number[];
  readonly pinned: readonly number[];
  readonly siblings: readonly (readonly number[])[];
  readonly memory_mib: number;
  readonly memory_used_mib: number;
  readonly shared_used: number;
  readonly pages: readonly { readonly size_kib: number; readonly total: number; readonly used: number }[];
  readonly physnets: readonly string[];
  readonly tunneled: boolean;
}

export interface NovaDevice {
  readonly address: string;
  readonly type: 'type-PCI' | 'type-PF' | 'type-VF' | 'vdpa';
  readonly vendor: string;
  readonly product: string;
  readonly numa_node: number | null;
  /** The `physical_network` tag of `[pci]device_spec`; null for none. */
  readonly physical_network: string | null;
  readonly parent: string | null;
  readonly parent_ifname: string | null;
  readonly state: 'available' | 'allocated' | 'unavailable';
}

export type NovaStage =
  'extra_specs' | 'flavor_image' | 'placement' | 'pci_filter' | 'numa_filter' | 'claim' | 'driver';

/** What it answers, one JSON object a line. */
export interface NovaAnswer {
  readonly fits: boolean;
  /** Who says no; null when nobody does, or no host was asked. */
  readonly stage: NovaStage | null;
  /** The exception class of a refusal or a failed claim; the resource class that Placement is short of. */
  readonly error?: string | null;
  readonly message?: string;
  readonly guest?: {
    readonly cells: readonly NovaGuestCell[] | null;
    readonly pci_policy: string | null;
    readonly multiqueue: boolean;
  };
  readonly cells?: readonly NovaPlacedCell[] | null;
  /** Indexes of the devices taken, in the order given. */
  readonly devices?: readonly number[];
  /** False when Nova accepted a guest cell without having asked whether it fits where it lies. */
  readonly every_cell_holds?: boolean;
}

export interface NovaGuestCell {
  readonly shared: readonly number[];
  readonly dedicated: readonly number[];
  readonly memory_mib: number;
  readonly page_size: number | null;
}

export interface NovaPlacedCell {
  readonly host: number;
  readonly page_size_kib: number | null;
  readonly memory_mib: number;
  readonly pins: Readonly<Record<string, number>>;
  readonly emulator: readonly number[];
}
