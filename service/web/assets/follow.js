// What happens to a job or a batch, as it happens.

/** Call `onEvent(kind, data, event)` for each event of the stream; gives a function that ends it. */
export function follow(path, onEvent) {
  const stream = new EventSource(path);
  for (const kind of ["queued", "started", "progress", "warning", "succeeded", "failed", "cancelled"]) {
    stream.addEventListener(kind, (event) => {
      const told = JSON.parse(event.data);
      onEvent(kind, told.data, told);
    });
  }
  return () => stream.close();
}
