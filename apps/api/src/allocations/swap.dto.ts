import { OmitType } from '@nestjs/swagger';
import { PlacementDto } from '../recommendations/placement.dto';
import { inheritFields } from '../wire/field-shape';
import { HOST_NAME, UuidField } from '../wire/domain-fields';
import { BooleanField, IntField, ListField, ObjectField, TextField } from '../wire/fields';
import { AllocationDto, ReservationDto } from './allocation.dto';

/** One VM that is to move, named by its recommendation or by one of its devices. */
export class MoveDto {
  @UuidField({
    optional: true,
    description: 'Recommendation that it came from. Either this or `allocation_id`.',
    example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d',
  })
  recommendation_id?: string;

  @IntField({
    max: 1023,
    optional: true,
    description: 'Which of that recommendation’s VMs, from 0; left out: 0.',
    example: 0,
  })
  member?: number;

  @UuidField({ optional: true, description: 'Any device that the VM holds. Either this or `recommendation_id`.' })
  allocation_id?: string;

  @TextField({
    optional: true,
    pattern: HOST_NAME,
    description: 'Where to; null: to any host but its present one.',
    example: 'compute-02',
  })
  to_host?: string;

  @IntField({
    min: 1,
    max: 2 ** 31 - 1,
    optional: true,
    description: 'The generation that you saw of the device named, or of every device of the VM named; null: any.',
    example: 1,
  })
  generation?: number;
}

export class SwapDto {
  @ListField(() => MoveDto, { minItems: 1, maxItems: 64, description: 'The VMs. All of them move, or none.' })
  moves: MoveDto[];

  @TextField({ optional: true, description: 'Why; the history tells it.', example: 'maintenance of compute-01' })
  reason?: string;

  @BooleanField({ default: false, description: 'Only say what would come of it.', example: false })
  dry_run: boolean;
}

const NOT_OF_A_PLACE = ['migration', 'vf_allocations', 'reservations'] as const;
const PlaceAlone = inheritFields(OmitType(PlacementDto, NOT_OF_A_PLACE), [PlacementDto], NOT_OF_A_PLACE);

/** Where a VM went, with what Nova and Neutron are to be told. */
export class NewPlaceDto extends PlaceAlone {}

export class SwappedVmDto {
  @UuidField({ description: 'Recommendation of the VM.', example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d' })
  recommendation_id: string;

  @IntField({ description: 'Which of its VMs.', example: 0 })
  member: number;

  @TextField({ description: 'Where it was.', example: 'compute-01' })
  from_host: string;

  @TextField({ description: 'Where it is; as `from_host` for a VM that was there already.', example: 'compute-02' })
  to_host: string;

  @ObjectField(() => ReservationDto, { optional: true, description: 'Its hold now; null after a dry run.' })
  reservation: ReservationDto | null;

  @ListField(() => AllocationDto, { description: 'Its devices now, under ids of their own; empty after a dry run.' })
  allocations: AllocationDto[];

  @ObjectField(() => NewPlaceDto, {
    optional: true,
    description: 'Its new place, as in a recommendation; null for a VM that stays.',
  })
  placement: NewPlaceDto | null;
}

export class SwappedDto {
  @BooleanField({ description: 'Whether it was only tried.', example: false })
  dry_run: boolean;

  @ListField(() => SwappedVmDto, { description: 'What came of each move, in order.' })
  moves: SwappedVmDto[];
}
