import { createContext } from 'react';

/** Gives an address as it is to be opened; undefined where it is not to be. */
export type LinkCheck = (address: string) => string | undefined;

/** Hands down what links of a text may open; where nobody has, none is a link. */
export const LinkCheckContext = createContext<LinkCheck>(() => undefined);
