import { VF_ADVICE_VERDICTS, type VfAdviceVerdict } from '@iopath/core';
import { EXAMPLE_HOST } from '../hosts/inventory.example';
import { ReplanRequestDto } from '../replans/request/replan-request.dto';
import { HOST_NAME, PciAddressField } from '../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, ObjectField, TextField, TextListField } from '../wire/fields';

const WORDS = { maxLength: 4096 } as const;

export class VfDemandDto {
  @IntField({ description: 'VF NICs asked for on its network in the last 24 hours, in the whole fleet.', example: 12 })
  asked_in_a_day: number;

  @IntField({ description: 'Those of them that found no valid host and could not do without a VF.', example: 2 })
  unplaced: number;

  @IntField({ min: 1, description: 'PFs of active hosts that share the network.', example: 2 })
  pfs_on_network: number;

  @IntField({ description: 'What falls to this PF.', example: 6 })
  share: number;
}

export class VfCountLimitDto {
  @IntField({ description: 'VFs that it can have.', example: 16 })
  vfs: number;

  @TextField({ ...WORDS, description: 'Who says so.', example: 'sriov_totalvfs is 16' })
  why: string;

  @BooleanField({ description: 'Whether the inventory does not tell `total_vfs`.', example: false })
  is_assumed: boolean;
}

export class VfQueueAdviceDto {
  @IntField({
    optional: true,
    description: 'Queue pairs that suffice for three in four of the VMs that asked; null: nobody asked.',
    example: 4,
  })
  wanted: number | null;

  @IntField({ optional: true, description: 'What each VF can have now; null: not known, or no VF.', example: 16 })
  present_pairs: number | null;

  @IntField({ optional: true, description: 'And with the recommended number.', example: 16 })
  recommended_pairs: number | null;
}

export class VfHolderDto {
  @TextField({
    description: 'Id of the reservation; of a server that the advisor did not place, its own.',
    example: '0192f0c1-2d3e-4f50-8a61-72b3c4d5e6f7',
  })
  id: string;

  @BooleanField({ description: 'True: the advisor did not place it, and no re-plan moves it.', example: false })
  is_foreign: boolean;

  @TextField({ description: 'Whose it is.', example: 'p1' })
  project_id: string;

  @TextListField({
    maxItems: 1024,
    description: 'What it holds of the PF; empty: one of the VFs, nobody tells which.',
    example: ['0000:3b:00.2'],
  })
  addresses: string[];
}

export class VfReplanDto {
  @TextField({
    maxLength: 255,
    description: 'What it is for.',
    example: 'What would move where, if the number were changed.',
  })
  purpose: string;

  @ObjectField(() => ReplanRequestDto, { description: 'Body for `POST /v1/replans`.' })
  body: ReplanRequestDto;
}

export class VfChangeDto {
  @ListField(() => VfHolderDto, { description: 'Who holds a VF of the PF and has to move before.' })
  holders: VfHolderDto[];

  @TextListField({
    maxItems: 16,
    of: WORDS,
    description: 'What to do before the number is changed.',
    example: ['1 VM holds VFs of it: move them off by a re-plan.'],
  })
  before: string[];

  @ListField(() => VfReplanDto, {
    description: 'Re-plans that show, and make, the moves; empty: there is nothing to move.',
  })
  replans: VfReplanDto[];

  @TextListField({
    maxItems: 16,
    of: WORDS,
    description: 'Commands for root on the host, one after the other, once nobody holds a VF.',
    example: [
      'echo 0 > /sys/bus/pci/devices/0000:3b:00.0/sriov_numvfs',
      'echo 14 > /sys/bus/pci/devices/0000:3b:00.0/sriov_numvfs',
    ],
  })
  commands: string[];
}

export class PfVfAdviceDto {
  @PciAddressField({ description: 'PCI address of the PF.', example: '0000:3b:00.0' })
  pf_address: string;

  @TextField({ optional: true, description: 'Its interface.', example: 'ens1f0' })
  ifname: string | null;

  @TextField({ optional: true, description: 'Its physical network.', example: 'physnet1' })
  physical_network: string | null;

  @TextField({ optional: true, description: 'Its model in the catalogue of NICs.', example: 'mlx-cx6dx' })
  model: string | null;

  @EnumField(VF_ADVICE_VERDICTS, { description: 'Whether the number of VFs should change.', example: 'more_vfs' })
  verdict: VfAdviceVerdict;

  @IntField({ description: 'VFs that are on.', example: 8 })
  present_vfs: number;

  @IntField({ description: 'Those of them that are held, or that the host uses.', example: 4 })
  held_vfs: number;

  @IntField({ description: 'VFs that should be on (`sriov_numvfs`).', example: 16 })
  recommended_vfs: number;

  @ObjectField(() => VfDemandDto, { description: 'What was asked for of late.' })
  demand: VfDemandDto;

  @ObjectField(() => VfCountLimitDto, { description: 'How many there can be.' })
  limit: VfCountLimitDto;

  @ObjectField(() => VfQueueAdviceDto, { description: 'Queue pairs of each VF.' })
  queues: VfQueueAdviceDto;

  @TextListField({
    maxItems: 16,
    of: WORDS,
    description: 'Why, in words with numbers.',
    example: ['16 VFs in place of 8 make room for what comes.'],
  })
  why: string[];

  @ObjectField(() => VfChangeDto, {
    optional: true,
    description: 'What the change takes; null: nothing is to be changed.',
  })
  change: VfChangeDto | null;
}

export class VfAdviceDto {
  @TextField({ description: 'Name of the host.', pattern: HOST_NAME, example: EXAMPLE_HOST })
  host_name: string;

  @ListField(() => PfVfAdviceDto, { description: 'Its PFs with SR-IOV.' })
  pfs: PfVfAdviceDto[];
}
