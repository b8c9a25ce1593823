export * from './migrate/apply-migrations';
export * from './open-persistence';
export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres';
