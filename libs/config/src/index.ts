export type { CloudAccess, CloudTls, EndpointInterface } from './cloud-access';
export type {
  ApplicationCredential,
  CloudCredentials,
  CloudScope,
  DomainMember,
  DomainReference,
  PasswordCredentials,
} from './cloud-credentials';
export * from './env';
