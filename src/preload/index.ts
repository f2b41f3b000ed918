import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from '../shared/ipc/bridge.ts';
import { contract } from '../shared/ipc/contract.ts';
import { ipcTransport } from './ipc-transport.ts';

contextBridge.exposeInMainWorld('parley', createBridge(contract, ipcTransport(ipcRenderer)));
