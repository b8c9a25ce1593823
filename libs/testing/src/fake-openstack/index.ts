export * from './fake-keystone';
export * from './fake-openstack';
