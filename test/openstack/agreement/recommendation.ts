/** What the suite reads of a finished recommendation. */
export interface Recommendation {
  readonly id: string;
  readonly status: 'ready' | 'no_valid_host' | 'failed' | 'queued' | 'scoring';
  readonly host_name: string;
  readonly compute: {
    readonly cells: readonly { readonly guest_cell: number; readonly host_node: number }[];
  };
  /** Every PCI device that it counts on. */
  readonly devices: readonly PickedDevice[];
  readonly nova: {
    readonly image_properties: Readonly<Record<string, string>>;
  };
  readonly rejections?: readonly { readonly code: string; readonly hosts: number }[];
}

export interface PickedDevice {
  /** The NIC, disk or alias that it is for. */
  readonly device: string;
  readonly kind: string;
  readonly address: string;
  readonly pf_address: string | null;
  readonly numa_node: number | null;
}
