import { InstantField } from '../wire/domain-fields';
import { ListField, TextField } from '../wire/fields';
import { LinkDto } from '../paging/page';

export class VersionDto {
  @TextField({ description: 'Id.', example: 'v1.0' })
  id: string;

  @TextField({
    description: 'CURRENT, SUPPORTED, DEPRECATED or EXPERIMENTAL, as in other OpenStack services.',
    example: 'CURRENT',
  })
  status: string;

  @TextField({ description: 'Oldest microversion.', example: '1.0' })
  min_version: string;

  @TextField({ description: 'Newest microversion.', example: '1.0' })
  max_version: string;

  @InstantField({ description: 'When it was last changed.', example: '2026-11-21T00:00:00Z' })
  updated: string;

  @ListField(() => LinkDto, { description: 'Where it is.' })
  links: LinkDto[];
}

export class VersionsDto {
  @ListField(() => VersionDto, { description: 'Versions of the API.' })
  versions: VersionDto[];
}
