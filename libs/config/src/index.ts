export { readCallerAccess, type CallerAccess, type TokenCredentials } from './caller-access';
export type { CloudAccess, CloudAddress, CloudTls, EndpointInterface } from './cloud-access';
export type {
  ApplicationCredential,
  CloudCredentials,
  CloudScope,
  DomainMember,
  DomainReference,
  PasswordCredentials,
} from './cloud-credentials';
export type { FileSurroundings, ReadText } from './clouds-file';
export * from './env';
