// What the page asks of the playground. A refusal is an error whose message is a sentence to show.

class Refused extends Error {}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused("The playground does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? `The playground refused this (${response.status}).`);
  return body;
}

export function get(name, query) {
  return ask(`page/${name}?${new URLSearchParams(query)}`);
}

export function post(name, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(`page/${name}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Sends a file with the fields beside it; fields that are undefined are left out. */
export function upload(file, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) body.append(name, value);
  body.append("file", file);
  return ask("page/upload", { method: "POST", body });
}

/** Where a file is. One of this server is named without its host: the page may be open under another name. */
export function localUrl(url) {
  const parsed = new URL(url, location.href);
  const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(parsed.hostname);
  return isLoopback && parsed.port === location.port ? parsed.pathname + parsed.search : parsed.href;
}
