import process from 'node:process';
import type { BrokerReply, BrokerRequest } from '../core/auth/broker/protocol.ts';
import { connectParent } from '../core/parent.ts';
import { NativeBroker } from './native-broker.ts';

const parent = connectParent<BrokerRequest, BrokerReply>(process);
const broker = new NativeBroker(process);

parent.onRequest((request) => void broker.reply(request).then((reply) => parent.post(reply)));
parent.onGone(() => process.exit());
