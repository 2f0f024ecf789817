// Tests measure memory, meters and requests of their own.
[assembly: DoNotParallelize]
