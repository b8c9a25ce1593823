/** What the demo reads of the service's answers. All of it is in `openapi/advisor.v1.yaml`. */
export interface RecommendationAnswer {
  readonly id: string;
  readonly status: string;
  readonly host_name?: string | null;
  readonly score?: number | null;
  readonly nics?: readonly DeviceAnswer[];
  readonly disks?: readonly DeviceAnswer[];
  readonly migration?: {
    readonly live: boolean;
    readonly mechanism: string;
    readonly candidate_targets: number;
  } | null;
  readonly nova?: {
    readonly flavor: { readonly extra_specs: Readonly<Record<string, string>> };
    readonly image_properties: Readonly<Record<string, string>>;
  } | null;
  readonly vf_allocations?: readonly {
    readonly device: string;
    readonly pf_address: string | null;
    readonly vf_address: string;
    readonly numa_node: number | null;
  }[];
  readonly rejections?: readonly {
    readonly code: string;
    readonly hosts: number;
    readonly paths: number;
    readonly example: { readonly host_name: string; readonly required: string; readonly available: string };
  }[];
  readonly relaxations?: readonly {
    readonly change: string;
    readonly hosts_unlocked: number;
    readonly costs: string;
  }[];
}

export interface DeviceAnswer {
  readonly name: string;
  readonly path: string;
  readonly vnic_type?: string;
  readonly numa_node: number | null;
  readonly queues?: number;
  readonly score: {
    readonly total: number;
    readonly terms: readonly {
      readonly name: string;
      readonly weight: number;
      readonly value: number;
      readonly reason: string;
    }[];
  };
  readonly predicted: {
    readonly latency_us: {
      readonly p50: number;
      readonly p99: number;
      readonly interval: readonly number[];
    } | null;
    readonly throughput_mbps?: Amount;
    readonly iops?: Amount;
    readonly host_cores: Amount;
    readonly extrapolated: boolean;
  };
}

/** One path of one device, beside the others. */
export interface PathCardAnswer {
  readonly device: string;
  readonly kind: string;
  readonly path: string;
  readonly host_name: string | null;
  readonly hosts: number | null;
  readonly predicted: {
    readonly latency_us: { readonly p99: number } | null;
    readonly throughput_gbps: Amount | null;
    readonly host_cores_per_gbps: Amount | null;
  };
  readonly migration: { readonly mechanism: string };
  readonly prerequisites_missing: readonly { readonly code: string }[];
  readonly blocked_by: readonly { readonly code: string; readonly hosts: number | null }[];
}

export interface Amount {
  readonly value: number;
  readonly interval: readonly number[];
}
