export * from './document/inventory-document';
export { readCapture } from './capture/read-capture';
export type { HostTree, RootedTree } from './tree/host-tree';
export { DirectoryTree } from './tree/directory-tree';
export { MemoryTree } from './tree/memory-tree';
export { rootOf } from './tree/root-of';
export { type ImportReader, UnreadableImport } from './import/import-reader';
export { IMPORT_READERS } from './import/import-readers';
export { readSysfs } from './sysfs/read-sysfs';
