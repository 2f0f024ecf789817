// Browsers and pictures use every core; one test after the other keeps times honest.
[assembly: DoNotParallelize]
