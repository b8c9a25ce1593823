import { EnumField, ObjectField, TextField } from '../wire/fields';
import { VersionDto } from './versions.dto';

export class HealthDto {
  @EnumField(['ok'], { description: 'The process runs.', example: 'ok' })
  status: 'ok';
}

export class ChecksDto {
  @TextField({ description: '`ok`, or `down`.', example: 'ok' })
  database: string;

  @TextField({ description: '`ok`, or `down`.', example: 'ok' })
  queue: string;

  @TextField({
    description:
      '`ok`, `down`, or `not_configured`. It changes nothing of the status: advice goes on without the cloud.',
    example: 'ok',
  })
  cloud: string;
}

export class ReadinessDto extends HealthDto {
  @ObjectField(() => ChecksDto, { description: 'What it needs.' })
  checks: ChecksDto;
}

export class VersionDocumentDto {
  @ObjectField(() => VersionDto, { description: 'The version.' })
  version: VersionDto;
}
