import { UNSEEN_REASONS, type UnseenReason } from '@iopath/core';
import { EnumField, TextField } from '../wire/fields';

const FACT = 'The fact, as a path of the document without positions, or the thing.';

export class ToldFactDto {
  @TextField({ description: FACT, example: 'pfs.vfs' })
  fact: string;

  @TextField({ maxLength: 64, description: 'Who told it.', example: 'sriov-nodestate' })
  source: string;
}

export class UnseenFactDto {
  @TextField({ description: FACT, example: 'vhost.net' })
  fact: string;

  @EnumField(UNSEEN_REASONS, { description: 'Why it was not seen.', example: 'no_permission' })
  reason: UnseenReason;

  @TextField({ maxLength: 1024, description: 'In words: which file, which program.', example: '/dev/vhost-net' })
  detail: string;
}

export class AssumedFactDto {
  @TextField({ description: FACT, example: 'pfs/0000:05:00.0/vfs' })
  fact: string;

  @TextField({
    maxLength: 1024,
    description: 'Why, and where the rule comes from.',
    example: 'I350 VFs are at offset 384 and stride 4 of their PF',
  })
  why: string;
}
