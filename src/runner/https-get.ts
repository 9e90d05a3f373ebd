/**
 * The web's `fetch`, kept to https: a redirect to another protocol is refused, and a server that falls silent is left.
 *
 * Redirects are followed by hand, since the built-in way goes from https to http without a word.
 */

import { InputError } from "../io/input-error.js";
import type { Get } from "./fetch.js";

const MOST_REDIRECTS = 10;
/** Seconds without an answer. */
const PATIENCE = 60;

/** @param get the web's `fetch`, or what stands for it */
export function httpsGet(get: (address: string, options: RequestInit) => Promise<Response>): Get {
  return async (first, { headers }) => {
    let address = first;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      if (!address.startsWith("https://"))
        throw new InputError(
          `an address must be https, and lead to https only; ${first} leads to ${address}`,
        );
      const silence = new AbortController();
      const timer = setTimeout(() => silence.abort(new Error(silent)), 1000 * PATIENCE);
      const response = await get(address, {
        headers,
        redirect: "manual",
        signal: silence.signal,
      }).finally(() => clearTimeout(timer));
      const next = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || next === null) return response;
      await response.body?.cancel();
      address = new URL(next, address).href;
    }
    throw new InputError(`an address must lead somewhere; ${first} is redirected without end`);
  };
}

const silent = `no answer for ${PATIENCE} seconds`;
