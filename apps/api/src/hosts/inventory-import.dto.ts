import { IMPORT_READERS } from '@iopath/host-facts';
import type { InventoryImported } from '@iopath/usecases';
import { InstantField } from '../wire/domain-fields';
import { EnumField, IntField, ListField, TextListField } from '../wire/fields';
import { AssumedFactDto, ToldFactDto, UnseenFactDto } from './fact-notes.dto';
import { fromInventoryWritten, InventoryWrittenDto } from './host.dto';

export const IMPORT_FORMATS: readonly string[] = IMPORT_READERS.map(({ format }) => format);

export class InventoryImportQuery {
  @EnumField(IMPORT_FORMATS, { description: 'What the body is.' })
  format: string;

  @InstantField({ optional: true, description: 'When the facts were observed.' })
  observed_at?: string;

  @IntField({ optional: true, max: 2 ** 31 - 1, description: 'The generation you saw.' })
  generation?: number;
}

export class InventoryImportedDto extends InventoryWrittenDto {
  @EnumField(IMPORT_FORMATS, { description: 'The format that was read.', example: 'libvirt' })
  format: string;

  @ListField(() => ToldFactDto, { description: 'Who told which fact of the host, all layers together.' })
  fact_sources: ToldFactDto[];

  @ListField(() => UnseenFactDto, { description: 'What no layer could see, and why.' })
  unseen: UnseenFactDto[];

  @ListField(() => AssumedFactDto, { description: 'What nobody saw and was inferred.' })
  assumed: AssumedFactDto[];

  @TextListField({ description: 'What does not fit together, or cannot be, and was left out.', example: [] })
  warnings: string[];
}

export function fromInventoryImported(
  hostName: string,
  format: string,
  imported: InventoryImported,
): InventoryImportedDto {
  return {
    ...fromInventoryWritten(hostName, imported),
    format,
    fact_sources: imported.factSources.map(({ fact, source }) => ({ fact, source })),
    unseen: imported.unseen.map(({ fact, reason, detail }) => ({ fact, reason, detail })),
    assumed: imported.assumed.map(({ fact, why }) => ({ fact, why })),
    warnings: [...imported.warnings],
  };
}
