import { IMPORT_READERS } from '@iopath/host-facts';
import type { ImportPreview, InventoryImported } from '@iopath/usecases';
import { fromPreview, InventoryDiffDto } from '../inventory-changes/inventory-change.dto';
import { InstantField } from '../wire/domain-fields';
import { EnumField, IntField, ListField, ObjectField, TextListField } from '../wire/fields';
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

  @EnumField(['true', 'false'], { optional: true, description: 'Only tell what would change.' })
  dry_run?: 'true' | 'false';
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

  @ObjectField(() => InventoryDiffDto, {
    optional: true,
    description: 'Of a dry run: what would change and be touched, in full. Then all else is as it would be.',
  })
  diff?: InventoryDiffDto;
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

/** What an import would answer, with what it would change in full. */
export function fromImportPreview(hostName: string, format: string, preview: ImportPreview): InventoryImportedDto {
  const { generation, inventory, orphanedAllocations, paths, summary, warnings } = preview;
  const { factSources = [], unseen = [], assumed = [] } = inventory;
  const next = generation === null ? 1 : generation + (preview.changesTotal === 0 ? 0 : 1);
  const written = { created: generation === null, generation: next, changes: paths, orphanedAllocations, summary };
  const imported = { ...written, factSources, unseen, assumed, warnings };
  return { ...fromInventoryImported(hostName, format, imported), diff: fromPreview(hostName, preview) };
}
