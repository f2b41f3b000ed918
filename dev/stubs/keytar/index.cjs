'use strict';

// @azure/msal-node-extensions imports keytar as a whole for its persistence classes, which Parley does not use.
const unused = () => Promise.reject(new Error('keytar is not part of Parley'));

module.exports = {
  getPassword: unused,
  setPassword: unused,
  deletePassword: unused,
  findPassword: unused,
  findCredentials: unused,
};
