export * from './migrate/apply-migrations';
export * from './open-persistence';
export { EmbeddedPostgresError, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres';
