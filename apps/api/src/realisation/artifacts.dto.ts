import { ARTIFACT_FORMATS, type ArtifactFormat } from '@iopath/artifacts';
import { PLACEMENT_MODES, type PlacementMode } from '@iopath/core';
import { EnumField, IntField } from '../wire/fields';

/** More VMs than this are in no request. */
const MAX_MEMBER = 9_999;

export class ArtifactQuery {
  @EnumField(ARTIFACT_FORMATS, { description: 'For which tool.' })
  format: ArtifactFormat;

  @IntField({ optional: true, max: MAX_MEMBER, description: 'Only this one of the VMs, from 0; all when left out.' })
  member?: number | null;

  @EnumField(PLACEMENT_MODES, { optional: true, description: 'Who chooses the host; `free` when left out.' })
  placement?: PlacementMode | null;
}
