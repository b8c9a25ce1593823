import type { Provider } from '@nestjs/common';
import { IMPORT_READERS } from '@iopath/host-facts';
import { ImportInventory, PreviewImport, PreviewInventory, PutInventory } from '@iopath/usecases';
import type { ApiPorts } from './api.module';

/** What takes in inventories, or tells ahead what taking one in would change. */
export function inventoryProviders(ports: ApiPorts): Provider[] {
  const { hosts, inventoryLayers, inventoryHistory, importFormats = IMPORT_READERS } = ports;
  const clock = Date.now;
  return [
    { provide: PutInventory, useFactory: () => new PutInventory(hosts) },
    { provide: PreviewInventory, useFactory: () => new PreviewInventory(inventoryHistory) },
    { provide: ImportInventory, useFactory: () => new ImportInventory(inventoryLayers, importFormats, clock) },
    {
      provide: PreviewImport,
      useFactory: () => new PreviewImport(inventoryLayers, inventoryHistory, importFormats, clock),
    },
  ];
}
