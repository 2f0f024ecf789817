// libtorch already uses every core; tests beside each other would only wait for one another.
[assembly: DoNotParallelize]
