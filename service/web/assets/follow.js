// What happens to a job or a batch, as it happens.

const AGAIN_MS = 2_000;

/** Call `onEvent(kind, data)` for each event of the stream; gives a function that ends it. A browser comes back to a
 * stream that was cut off; `onLost` is called, after a while, where it was refused. */
export function follow(path, onEvent, onLost) {
  const stream = new EventSource(path);
  let waiting = null;
  for (const kind of ["queued", "started", "progress", "warning", "succeeded", "failed", "cancelled"]) {
    stream.addEventListener(kind, (event) => onEvent(kind, JSON.parse(event.data).data));
  }
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) waiting = setTimeout(onLost, AGAIN_MS);
  });
  return () => {
    clearTimeout(waiting);
    stream.close();
  };
}
