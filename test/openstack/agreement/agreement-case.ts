/** A request to the advisor, in the wire's words; what is left out is the advisor's default. */
export interface AgreementCase {
  readonly name: string;
  readonly request: {
    readonly flavor: {
      readonly vcpus: number;
      readonly ram_mib: number;
      readonly disk_gib: number;
      readonly extra_specs?: Readonly<Record<string, string>>;
    };
    readonly image?: { readonly os_id?: string; readonly properties?: Readonly<Record<string, string>> };
    readonly nics?: readonly CaseNic[];
    readonly disks?: readonly object[];
    readonly constraints?: { readonly availability_zone?: string };
  };
}

/** A NIC that names one path, so that the port to ask Nova with is known where nothing is recommended. */
export interface CaseNic {
  readonly name: string;
  readonly physical_network: string;
  readonly paths: readonly [keyof typeof VNIC_TYPES];
  readonly numa_affinity_policy?: string;
  readonly bandwidth_mbps?: number;
}

/** Of the port that a path needs. */
export const VNIC_TYPES = {
  vhost_net: 'normal',
  sriov_vf: 'direct',
  macvtap: 'macvtap',
  pci_passthrough: 'direct-physical',
} as const;
