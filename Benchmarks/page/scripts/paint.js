// Milliseconds from the navigation's start to the first contentful paint.
new Promise(resolve => {
  new PerformanceObserver(list => {
    const entry = list.getEntriesByName("first-contentful-paint")[0];
    if (entry) resolve(entry.startTime);
  }).observe({ type: "paint", buffered: true });
})
