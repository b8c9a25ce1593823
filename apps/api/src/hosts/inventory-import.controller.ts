import { Body, Controller, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Cause, ImportInventory, PreviewImport } from '@iopath/usecases';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { readPayload } from '../body/read-payload';
import { CausedBy } from '../request-context/caused-by';
import { WireQuery } from '../wire/read-query';
import { HostName } from './host-name';
import {
  fromImportPreview,
  fromInventoryImported,
  type InventoryImportedDto,
  InventoryImportQuery,
} from './inventory-import.dto';
import { inventoryImportDocs } from './inventory-import.docs';

/** Must-gather archives of one host are below it by far. */
const MAX_IMPORT_BYTES = 32 * 1024 * 1024;

@ApiTags('Hosts')
@Controller('v1')
export class InventoryImportController {
  constructor(
    private readonly importInventory: ImportInventory,
    private readonly previewImport: PreviewImport,
  ) {}

  @Post('hosts/:host_name/inventory::import')
  @inventoryImportDocs.import
  async import(
    @HostName() hostName: string,
    @WireQuery(InventoryImportQuery) query: InventoryImportQuery,
    @Body() body: unknown,
    @CausedBy('import inventory', 'inventory') cause: Cause,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InventoryImportedDto> {
    const { format, observed_at, generation = null, dry_run: isDryRun } = query;
    const bytes = await readPayload(body, MAX_IMPORT_BYTES);
    const observedAtMs = observed_at === undefined ? null : Date.parse(observed_at);
    const payloadHash = createHash('sha256').update(bytes).digest('hex');
    const sent = { hostName, format, bytes, payloadHash, observedAtMs, generation };
    if (isDryRun === 'true') {
      void reply.code(HttpStatus.OK);
      return fromImportPreview(hostName, format, await this.previewImport.execute(sent));
    }
    const imported = await this.importInventory.execute(sent, cause);
    void reply.code(imported.created ? HttpStatus.CREATED : HttpStatus.OK);
    return fromInventoryImported(hostName, format, imported);
  }
}
