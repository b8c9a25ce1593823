export * from './document/inventory-document';
export type { HostTree } from './tree/host-tree';
export { type ImportReader, UnreadableImport } from './import/import-reader';
export { IMPORT_READERS } from './import/import-readers';
