import { NIC_FACT_NAMES, NIC_SOURCES, type NicFactName, type NicFamily, type VfLimit } from '@iopath/core';
import { PciIdField } from '../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  EnumListField,
  IntField,
  IntListField,
  ListField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';

const VF_LIMIT_KINDS = ['driver', 'device', 'firmware', 'seen', 'unknown'] as const;
const TRUST = ['yes', 'no', 'by_firmware'] as const;
const FASTEST_MBPS = 10_000_000;

export class NicModelsQuery {
  @PciIdField({ optional: true, description: 'Only NICs of this vendor.', example: '8086' })
  vendor_id?: string;

  @PciIdField({ optional: true, description: 'Only NICs whose PFs or VFs have this id.', example: '1572' })
  product_id?: string;
}

export class VfLimitDto {
  @EnumField(VF_LIMIT_KINDS, {
    description:
      '`driver`: a constant of the driver for each PF. `device`: of the whole card, which its ports share. `firmware`: an ' +
      'operator sets it in the card. `seen`: what machines had. `unknown`: nothing is known.',
    example: 'device',
  })
  kind: VfLimit['kind'];

  @IntField({ optional: true, min: 1, description: 'VFs of a PF, or of the card.', example: 128 })
  vfs: number | null;

  @TextField({ optional: true, description: 'Of `firmware`: what is set.', example: null })
  setting: string | null;

  @IntField({ optional: true, min: 1, description: 'Of `firmware`: as it comes.', example: null })
  factory_default: number | null;
}

export class QueueStepDto {
  @IntField({ min: 1, description: 'With so many VFs at most …', example: 32 })
  up_to_vfs: number;

  @IntField({ min: 1, description: '… each has so many queue pairs.', example: 4 })
  pairs: number;
}

export class VfQueuesDto {
  @IntField({ optional: true, min: 1, description: 'Queue pairs when nobody asks for more.', example: 4 })
  default_pairs: number | null;

  @IntField({ optional: true, min: 1, description: 'Queue pairs at most.', example: 16 })
  max_pairs: number | null;

  @ListField(() => QueueStepDto, { description: 'Where more VFs leave fewer queues to each: how many.' })
  by_vf_count: QueueStepDto[];

  @IntListField({
    min: 1,
    max: 65_536,
    description: 'Queue pairs that a VF can have where its interrupt vectors decide.',
    example: [],
  })
  by_vectors: number[];
}

export class NicFeaturesDto {
  @EnumField(TRUST, {
    optional: true,
    description: 'Whether VFs can be trusted (`ip link set … vf N trust on`).',
    example: 'yes',
  })
  trusted_vf: (typeof TRUST)[number] | null;

  @BooleanField({ optional: true, description: 'Whether the eswitch has a switchdev mode.', example: false })
  switchdev: boolean | null;

  @BooleanField({ optional: true, description: 'Whether the kernel has a vDPA driver for VFs.', example: false })
  vdpa: boolean | null;
}

export class VfRoutingDto {
  @IntField({ description: 'First VF Offset of the SR-IOV capability.', example: 128 })
  first_vf_offset: number;

  @IntField({ description: 'VF Stride.', example: 2 })
  vf_stride: number;

  @BooleanField({ description: 'Whether they are so with ARI on, or off.', example: true })
  ari: boolean;
}

const FACT_NAMES: readonly NicFactName[] = NIC_FACT_NAMES;
const ids = { maxItems: 100, of: { maxLength: 4 } } as const;

export class NicModelDto {
  @TextField({ description: 'Name of the family.', example: 'intel-x710' })
  name: string;

  @TextField({ description: 'Who makes it.', example: 'Intel' })
  vendor: string;

  @TextField({ description: 'What it is called.', example: 'X710 (10G)' })
  title: string;

  @PciIdField({ description: 'PCI vendor id of PFs and VFs.', example: '8086' })
  vendor_id: string;

  @TextListField({ ...ids, description: 'PCI product ids of its PFs.', example: ['1572'] })
  pf_product_ids: string[];

  @TextListField({ ...ids, description: 'Of its VFs; other families may have the same.', example: ['154c'] })
  vf_product_ids: string[];

  @TextField({ description: "The kernel's driver for PFs.", example: 'i40e' })
  pf_driver: string;

  @TextField({ description: 'And for VFs.', example: 'iavf' })
  vf_driver: string;

  @IntListField({ min: 1, max: FASTEST_MBPS, description: 'Speeds that a port may run at, Mbit/s.', example: [10_000] })
  link_speeds_mbps: number[];

  @ObjectField(() => VfLimitDto, { description: 'How many VFs there can be, and who says so.' })
  vf_limit: VfLimitDto;

  @ObjectField(() => VfQueuesDto, { description: 'Queue pairs of one VF; null: not known.' })
  vf_queues: VfQueuesDto;

  @ObjectField(() => NicFeaturesDto, { description: 'What it can do; null: not known.' })
  features: NicFeaturesDto;

  @ListField(() => VfRoutingDto, { description: 'Where VFs lie behind their PF; empty: it depends, or is not known.' })
  vf_routings: VfRoutingDto[];

  @EnumListField(FACT_NAMES, {
    maxItems: FACT_NAMES.length,
    description: 'What nobody confirmed; of it nothing is concluded for a host.',
    example: [],
  })
  unconfirmed: NicFactName[];

  @TextListField({
    maxItems: Object.keys(NIC_SOURCES).length,
    description: 'Where it was read.',
    example: [NIC_SOURCES.pci_ids],
  })
  sources: string[];

  @TextField({ optional: true, maxLength: 1024, description: 'What else there is to know.', example: null })
  note: string | null;
}

export class NicModelListDto {
  @ListField(() => NicModelDto, { description: 'By maker.' })
  nic_models: NicModelDto[];
}

export function fromNicFamily(family: NicFamily): NicModelDto {
  const { vfLimit, vfQueues, features } = family;
  return {
    name: family.name,
    vendor: family.vendor,
    title: family.title,
    vendor_id: family.vendorId,
    pf_product_ids: [...family.pfProductIds],
    vf_product_ids: [...family.vfProductIds],
    pf_driver: family.pfDriver,
    vf_driver: family.vfDriver,
    link_speeds_mbps: [...family.linkSpeedsMbps],
    vf_limit: fromVfLimit(vfLimit),
    vf_queues: {
      default_pairs: vfQueues.defaultPairs,
      max_pairs: vfQueues.maxPairs,
      by_vf_count: vfQueues.byVfCount.map(({ upToVfs, pairs }) => ({ up_to_vfs: upToVfs, pairs })),
      by_vectors: [...vfQueues.byVectors],
    },
    features: { trusted_vf: fromTrust(features.trustedVf), switchdev: features.switchdev, vdpa: features.vdpa },
    vf_routings: family.vfRoutings.map(({ firstVfOffset, vfStride, ari }) => {
      return { first_vf_offset: firstVfOffset, vf_stride: vfStride, ari };
    }),
    unconfirmed: [...family.unconfirmed],
    sources: family.sources.map((source) => NIC_SOURCES[source]),
    note: family.note,
  };
}

function fromVfLimit(limit: VfLimit): VfLimitDto {
  const none = { vfs: null, setting: null, factory_default: null };
  switch (limit.kind) {
    case 'driver':
    case 'seen':
      return { ...none, kind: limit.kind, vfs: limit.perPf };
    case 'device':
      return { ...none, kind: limit.kind, vfs: limit.perDevice };
    case 'firmware':
      return { ...none, kind: limit.kind, setting: limit.setting, factory_default: limit.factoryDefault };
    case 'unknown':
      return { ...none, kind: limit.kind };
  }
}

function fromTrust(trusted: NicFamily['features']['trustedVf']): NicFeaturesDto['trusted_vf'] {
  if (trusted === null || trusted === 'by_firmware') return trusted;
  return trusted ? 'yes' : 'no';
}
