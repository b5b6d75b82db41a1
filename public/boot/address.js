// Addresses that a page, a store or a message names.

/**
 * An address of the page's own origin, without user name and password; undefined for any other.
 * @type {(address: string, page: Pick<Location, "href" | "origin">) => string | undefined}
 */
export const ownAddress = (address, page) => {
  try {
    const { origin, pathname, search, hash } = new URL(address, page.href);
    return origin === page.origin && pathname.startsWith("/") ? origin + pathname + search + hash : undefined;
  } catch {
    return undefined;
  }
};
